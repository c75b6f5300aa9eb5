import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { STYLE } from './style.js';

/** Text that is safe inside HTML; only `html` and the layout make it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Markup with every value escaped, unless it is markup itself; null leaves nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Html | null)[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(asText)));
}

/** Pieces one after the other; null leaves nothing. */
export function all(pieces: readonly (Html | null)[]): Html {
  return new Html(pieces.flatMap((piece) => (piece === null ? [] : [piece.text])).join('\n'));
}

function asText(value: string | Html | null): string {
  if (value === null) return '';
  return value instanceof Html ? value.text : value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** No script, nothing from elsewhere, no frame, no form; kept by nobody, and no address told to the next site. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
} as const;

export interface Page {
  readonly language: string;
  /** The state in words: what a screen reader says first. */
  readonly title: string;
  readonly body: Html;
}

/** Answers with a page that no one may keep, frame or learn an address from. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  return reply.code(status).headers(PAGE_HEADERS).send(renderPage(page));
}

/** The document behind a page; goes with `PAGE_HEADERS`. */
export function renderPage({ language, title, body }: Page): string {
  const content = html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  return `<!doctype html>\n${content.text}`;
}
