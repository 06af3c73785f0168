.PHONY: demo test lint check docs site lock
demo test lint check docs site lock:
	python3 dev.py $@
