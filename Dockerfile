# Two images: the bot (the last stage), which keeps its state in /data, and `--target runner`, which runs people's code
# and has no token, no database and no questions. Both run as nobody in particular, and as the same one, so that only
# they may use the socket between them.
ARG BASE=python:3.12-slim

FROM ${BASE} AS build
WORKDIR /srv
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /opt/holdout \
    && /opt/holdout/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM ${BASE} AS common
RUN useradd --system --uid 10001 --home /nonexistent holdout && install -d -o holdout -g holdout /data /run/holdout
COPY --from=build /opt/holdout /opt/holdout
WORKDIR /srv
COPY bot bot
ENV PATH=/opt/holdout/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MPLCONFIGDIR=/tmp
USER holdout
ENTRYPOINT ["python", "-m", "bot"]

FROM common AS runner
ENV SANDBOX_SOCKET=/run/holdout/runner.sock
VOLUME /run/holdout
CMD ["sandbox", "serve"]

FROM common
COPY CHANGELOG.md ./
COPY migrations migrations
COPY questions questions
ENV HOLDOUT_DATA=/data
VOLUME /data
CMD ["run"]
