import type { FastifyInstance } from 'fastify';
import { DOCS_PAGE_POLICY, docsPage } from '../documentation/docs-page.js';
import { openApiDocument } from '../documentation/openapi.js';

/** `GET /openapi.json` for programs, `GET /docs` for people; both tell no secret and are open to anybody. */
export function documentationRoutes(app: FastifyInstance): void {
  const document = JSON.stringify(openApiDocument());
  const page = docsPage();

  app.get('/openapi.json', { exposeHeadRoute: true }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=3600').type('application/json; charset=utf-8').send(document),
  );

  app.get('/docs', { exposeHeadRoute: true }, async (_request, reply) =>
    reply.header('content-security-policy', DOCS_PAGE_POLICY).type('text/html; charset=utf-8').send(page),
  );
}
