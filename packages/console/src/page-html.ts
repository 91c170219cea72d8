import type { Bundle } from './bundle.js';

/** The configuration that the page gets from the server. URLs are relative to the page, so that they are right behind every proxy. */
export interface PageSettings {
  readonly endpoint?: string | undefined;
  readonly openapi?: string | undefined;
  readonly batch?: object | undefined;
  /** True if the app decides who may see the page. */
  readonly restricted: boolean;
}

/** Returns the document that starts the page. All URLs in it are relative to it. */
export function pageHtml({ manifest }: Bundle, settings: PageSettings): string {
  const preloads = manifest.chunks.map((name) => `\n<link rel="modulepreload" href="${name}">`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>multistatus console</title>
<link rel="icon" href="${manifest.icon}" type="image/svg+xml">
<link rel="stylesheet" href="${manifest.style}">${preloads.join('')}
<script type="application/json" id="config">${toInertJson(settings)}</script>
<script type="module" src="${manifest.script}"></script>
</head>
<body>
<div id="page"></div>
<noscript><p>This page needs JavaScript.</p></noscript>
</body>
</html>
`;
}

/** Returns JSON that HTML cannot take as the end of a script or as the start of a comment. */
function toInertJson(value: object): string {
  return JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
