.PHONY: demo test lint check docs lock
demo test lint check docs lock:
	python3 dev.py $@
