# thai-ita with all extras. How it is built and run, and what of that was tried: docs/docker.md.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY thai_ita thai_ita
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .
# Compiled here: nothing can be written where it runs.
RUN python -m venv /opt/thai-ita \
    && /opt/thai-ita/bin/pip install --no-cache-dir "$(ls /wheels/thai_ita-*.whl)[all]" \
    && /opt/thai-ita/bin/pip uninstall --yes pip

FROM python:${PYTHON}-slim
# With --build-arg LIBREOFFICE=yes .doc, .rtf, .odt, .ppt and .odp are read too; it adds 0.7 GB.
ARG LIBREOFFICE=no
RUN if [ "$LIBREOFFICE" = yes ]; then \
        apt-get update \
        && apt-get install --yes --no-install-recommends \
            libreoffice-writer-nogui libreoffice-impress-nogui libreoffice-calc-nogui \
        && rm -rf /var/lib/apt/lists/*; \
    fi
COPY --from=build /opt/thai-ita /opt/thai-ita
ENV PATH=/opt/thai-ita/bin:$PATH \
    HOME=/nonexistent \
    PYTHONDONTWRITEBYTECODE=1
ARG SOURCE=""
LABEL org.opencontainers.image.title="thai-ita" \
      org.opencontainers.image.description="Reads the ITA reports of Thai local governments into checked, tidy tables" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.2.0" \
      org.opencontainers.image.source="${SOURCE}"
WORKDIR /data
# A number, so that a cluster can see that it is not root; any other works as well.
USER 10001:10001
ENTRYPOINT ["thai-ita"]
CMD ["--help"]
