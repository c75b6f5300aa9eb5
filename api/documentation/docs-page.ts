import { createHash } from 'node:crypto';
import { all, html, Html } from '../pages/html.js';
import { PROBLEMS, PROBLEM_CODES } from '../problem.js';
import { jsonSchemaOf, namedJsonSchemas } from './json-schemas.js';
import type { JsonSchema } from './json-schemas.js';
import { OPERATIONS, problemsOf } from './operations.js';
import type { Operation } from './operations.js';
import { OUTSIDE_OPERATIONS } from './outside-operations.js';
import { PROBLEM_TEXTS } from './problem-texts.js';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #fff; margin: 0 auto; max-width: 62rem; padding: 1rem 1.5rem 4rem }
h2 { margin: 3rem 0 .5rem; border-top: 1px solid #d8dee4; padding-top: 1.5rem } h3 { margin-bottom: .25rem }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere } a { color: #0550ae }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #d8dee4 }
@media (max-width: 44rem) {
  table, tbody, tr, td { display: block } thead { position: absolute; clip-path: inset(50%) }
  tr { border-bottom: 1px solid #d8dee4; padding: .5rem 0 } td { border: 0; padding: .1rem 0; overflow-wrap: anywhere } td:empty { display: none }
}
`;

/** No script and nothing from elsewhere. */
export const DOCS_PAGE_POLICY =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
  `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The documentation for people: every call, every shape, every problem, from what validates. */
export function docsPage(): string {
  const page = html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Countermand: HTTP API</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>Countermand: HTTP API</h1>
<p>Cancels payments durably, with whichever provider holds them. For programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<p>Send <code>Authorization: Bearer …</code> where tokens are configured, and bodies as <code>application/json</code>.
Errors are <a href="#problems">problems</a> with a stable <code>code</code>; every answer has an <code>X-Request-Id</code>.</p>
${contents(OPERATIONS)}
<p>Called by payers' browsers, which are answered with pages, and by providers:</p>
${contents(OUTSIDE_OPERATIONS)}
${all([...OPERATIONS, ...OUTSIDE_OPERATIONS].map(operationSection))}
<h2 id="shapes">Shapes</h2>
${all(Object.entries(namedJsonSchemas()).map(([name, schema]) => html`<h3 id="${name}">${name}</h3>
${shape(schema)}`))}
<h2 id="problems">Problems</h2>
${table(
  ['code', 'status', 'when', 'what to do'],
  PROBLEM_CODES.map((code) => [
    html`<code id="${code}">${code}</code>`,
    html`${String(PROBLEMS[code].status)}`,
    prose(PROBLEM_TEXTS[code].when),
    prose(PROBLEM_TEXTS[code].remedy),
  ]),
)}
</main>
</body>
</html>
`;
  return `<!doctype html>\n${page.text}`;
}

function contents(operations: readonly Operation[]): Html {
  return html`<ul>
${all(operations.map(({ id, method, path, summary }) => html`<li><a href="#${id}"><code>${method} ${path}</code></a> ${summary}</li>`))}
</ul>`;
}

function operationSection(operation: Operation): Html {
  const { id, method, path, summary, description, scope, query, body, requestHeaders, answers } = operation;
  const problems = problemsOf(operation);
  return html`<h2 id="${id}"><code>${method} ${path}</code></h2>
<p><strong>${summary}.</strong> ${prose(description)}${scope === null ? null : html` Scope <code>${scope}</code>.`}</p>
${requestHeaders.length === 0 ? null : html`<p>Headers: ${list(requestHeaders)}</p>`}
${query === null ? null : html`<p>Query:</p>
${shape(jsonSchemaOf(query))}`}
${body === null ? null : html`<p>Body${body.required ? '' : ', may be left out'}:</p>
${shape(jsonSchemaOf(body.schema))}`}
<ul>
${all(
  answers.map(
    (answer) =>
      html`<li><strong>${String(answer.status)}</strong> ${prose(answer.description)} ${answer.body === null ? null : shapeLink(jsonSchemaOf(answer.body))}${
        answer.headers.length === 0 ? null : html` Headers: ${list(answer.headers)}.`
      }</li>`,
  ),
)}
</ul>
${problems.length === 0 ? null : html`<p>Problems: ${all(problems.map((code) => html`<a href="#${code}"><code>${code}</code></a>`))}</p>`}`;
}

function shape({ properties, required, anyOf, oneOf, description: meaning }: JsonSchema): Html {
  const either = anyOf ?? oneOf;
  if (either !== undefined) return html`<p>One of: ${typeOf({ anyOf: either })}</p>`;
  if (!isObject(properties)) return html`<p>${prose(typeof meaning === 'string' ? meaning : 'Anything.')}</p>`;
  const needed = Array.isArray(required) ? required : [];
  const rows = Object.entries(properties).map(([name, field]) => {
    const schema = isObject(field) ? field : {};
    const { description } = schema;
    return [
      html`<code>${name}</code>${needed.includes(name) ? null : ' (optional)'}`,
      typeOf(schema),
      prose(typeof description === 'string' ? description : ''),
    ];
  });
  return rows.length === 0 ? html`<p>Nothing.</p>` : table(['name', 'type', 'meaning'], rows);
}

/** A type in few words; named shapes as links. */
function typeOf(schema: JsonSchema): Html {
  const { $ref, anyOf, oneOf, enum: values, const: value, type, items } = schema;
  if ($ref !== undefined) return shapeLink(schema);
  const either = anyOf ?? oneOf;
  if (Array.isArray(either)) return joined(either.map((one: unknown) => typeOf(isObject(one) ? one : {})), ' or ');
  if (Array.isArray(values)) return joined(values.map((one: unknown) => html`<code>${String(one)}</code>`), ', ');
  if (value !== undefined) return html`<code>${String(value)}</code>`;
  if (isObject(items)) return html`list of ${typeOf(items)}`;
  if (isObject(schema['properties'])) return html`{ ${joined(Object.keys(schema['properties']).map((name) => html`<code>${name}</code>`), ', ')} }`;
  return html`${[type].flat().map(String).join(' or ')}`;
}

function shapeLink({ $ref }: JsonSchema): Html {
  const name = typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? '') : '';
  return name === '' ? html`` : html`<a href="#${name}">${name}</a>`;
}

function table(heads: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return html`<table>
<thead><tr>${all(heads.map((head) => html`<th scope="col">${head}</th>`))}</tr></thead>
<tbody>
${all(rows.map((row) => html`<tr>${all(row.map((cell) => html`<td>${cell}</td>`))}</tr>`))}
</tbody>
</table>`;
}

function list(names: readonly string[]): Html {
  return joined(names.map((name) => html`<code>${name}</code>`), ', ');
}

function joined(pieces: readonly Html[], between: string): Html {
  return new Html(pieces.map(({ text }) => text).join(between));
}

/** Text in which backquotes mark code. */
function prose(text: string): Html {
  return joined(text.split('`').map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`)), '');
}

function isObject(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
