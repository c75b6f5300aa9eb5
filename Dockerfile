# The image of worker, API and codec server (target production, the last one), and the simulator's (target simulator).
# Debian and not Alpine: the Temporal SDK's native part needs glibc.

FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node tools/run.mjs build

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# The SDK brings its native part for every platform.
RUN find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -r {} +

FROM node:24.21.0-bookworm-slim AS simulator
ENV NODE_ENV=production
WORKDIR /app
# What the state's volume is made like.
RUN install -d -o 1000 -g 1000 /data
COPY --from=dependencies /app/package.json ./package.json
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist/simulator ./dist/simulator
USER 1000:1000
CMD ["node", "--enable-source-maps", "dist/simulator/main.js"]

FROM node:24.21.0-bookworm-slim AS production
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/package.json ./package.json
COPY --from=dependencies /app/node_modules ./node_modules
# Folder by folder: what is not named here is in no production image.
COPY --from=build /app/dist/contracts ./dist/contracts
COPY --from=build /app/dist/providers ./dist/providers
COPY --from=build /app/dist/platform ./dist/platform
COPY --from=build /app/dist/activities ./dist/activities
COPY --from=build /app/dist/client ./dist/client
COPY --from=build /app/dist/worker ./dist/worker
COPY --from=build /app/dist/api ./dist/api
COPY --from=build /app/dist/cli ./dist/cli
COPY --from=build /app/dist/codec-server ./dist/codec-server
# All workflows, as the worker loads them.
COPY --from=build /app/dist/workflow-bundle.js ./dist/workflow-bundle.js
USER 1000:1000
CMD ["node", "--enable-source-maps", "dist/worker/main.js"]
