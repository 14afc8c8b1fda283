# The emulator with both engines, for those who want an image:
#
#   docker build -t auroradataapi .
#   docker run --rm -p 127.0.0.1:8080:8080 -v auroradataapi:/data auroradataapi
#
# See docs/emulator.md, "In a container".

FROM golang:1.26-bookworm AS build
ARG VERSION=
WORKDIR /src
COPY . .
RUN make build VERSION="$VERSION" BINARY=/out/auroradataapi

FROM debian:bookworm-slim
# PostgreSQL's package makes a server of its own unless it is told not to.
# hadolint ignore=DL3008
RUN mkdir -p /etc/postgresql-common/createcluster.d \
    && echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/no-main.conf \
    && apt-get update \
    && apt-get install -y --no-install-recommends postgresql mariadb-server-core \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home aurora \
    && install -d -o aurora -g aurora /data
COPY --from=build /out/auroradataapi /usr/local/bin/auroradataapi
USER aurora
WORKDIR /home/aurora
# The templates that new data is copied from are made once, here.
RUN auroradataapi local -- true
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /ready HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '\"ready\":true' <&3"]
ENTRYPOINT ["auroradataapi"]
CMD ["local", "--addr", "0.0.0.0:8080", "--allow-remote", "anyone", "--data", "/data"]
