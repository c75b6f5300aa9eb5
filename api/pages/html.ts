import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

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

/** Pieces one after the other. */
export function all(pieces: readonly Html[]): Html {
  return new Html(pieces.map(({ text }) => text).join('\n'));
}

function asText(value: string | Html | null): string {
  if (value === null) return '';
  return value instanceof Html ? value.text : value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --quiet: #57606a; --accent: #0b5cad; --on-accent: #fff; --line: #d0d7de; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6edf3; --paper: #0d1117; --quiet: #9da7b3; --accent: #6cb6ff; --on-accent: #0d1117; --line: #3d444d; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main { max-width: 36rem; margin: 0 auto; padding: 2rem 1.25rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.25rem 0 1rem; }
.where, .quiet { color: var(--quiet); margin: 0; }
.actions { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1.75rem 0; padding: 0; list-style: none; }
.actions a { display: inline-block; padding: 0.65rem 1.1rem; border: 1px solid var(--line); border-radius: 0.4rem; color: var(--accent); text-decoration: none; }
.actions a.first { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
details { margin-top: 2rem; border-top: 1px solid var(--line); padding-top: 0.75rem; color: var(--quiet); }
summary { cursor: pointer; padding: 0.25rem 0; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** No script, nothing from elsewhere, no frame, no form. */
const CONTENT_SECURITY_POLICY =
  `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

export interface Page {
  readonly language: string;
  /** The state in words: what a screen reader says first. */
  readonly title: string;
  readonly body: Html;
}

/** Answers with a page that no one may keep, frame or learn an address from. */
export function sendPage(reply: FastifyReply, status: number, page: Page): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .type('text/html; charset=utf-8')
    .send(render(page));
}

function render({ language, title, body }: Page): string {
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
