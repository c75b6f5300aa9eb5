import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { sendPage } from '../../api/pages/html.js';
import type { Page } from '../../api/pages/html.js';

/** A server that answers each path with a page, headers and all. */
export function serve(pages: ReadonlyMap<string, Page>): FastifyInstance {
  const app = Fastify({ exposeHeadRoutes: false });
  for (const [path, page] of pages) app.get(path, async (_request, reply) => sendPage(reply, 200, page));
  return app;
}

/** A page as a browser receives it. */
export async function answerOf(page: Page): Promise<{ readonly headers: Readonly<Record<string, unknown>>; readonly text: string }> {
  const { headers, body } = await serve(new Map([['/', page]])).inject('/');
  return { headers, text: body };
}

/** The words of a page that stand in sight, as a reader sees them. */
export function wordsOf(page: string): string {
  const body = page.slice(page.indexOf('<main>'));
  return body
    .replace(/<details>[\s\S]*?<\/details>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/[ \n]+/g, ' ');
}
