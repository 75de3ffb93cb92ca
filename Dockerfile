# The bot and all it needs; it runs as nobody in particular and keeps its state in /data.
ARG BASE=python:3.12-slim

FROM ${BASE} AS build
WORKDIR /srv
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/holdout \
    && /opt/holdout/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM ${BASE}
RUN useradd --system --uid 10001 --home /nonexistent holdout && install -d -o holdout -g holdout /data
COPY --from=build /opt/holdout /opt/holdout
WORKDIR /srv
COPY CHANGELOG.md ./
COPY migrations migrations
COPY questions questions
COPY bot bot
ENV PATH=/opt/holdout/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOLDOUT_DATA=/data MPLCONFIGDIR=/tmp
USER holdout
VOLUME /data
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
