import type { MultipartBody } from './open-multipart.js';
import type { Report } from './report.js';

/** Checks the boundary of a multipart answer, its line ends, and what stands before the first part and after the last one. */
export function checkFrame({ bytes, boundary }: MultipartBody, report: Report): void {
  // Only ASCII is compared.
  const text = new TextDecoder('latin1').decode(bytes);
  const start = text.indexOf(`--${boundary}`);
  const before = text.slice(0, start);
  const close = text.lastIndexOf(`--${boundary}--`);
  const after = close === -1 ? '\r\n' : text.slice(close + boundary.length + 4);
  if (/^--[^\r\n]*\n/.test(text.slice(start))) {
    report(
      'multipart-lines',
      'lines end with LF: UI5 V4 and odata-batch return nothing, UI5 V2, o.js and google-api-python-client fail',
    );
  }
  if (before.trim() !== '') {
    report(
      'multipart-frame',
      'text stands before the first delimiter: dynamics-web-api returns nothing, PnP/sp and googleapis-batcher fail',
    );
  } else if (before !== '') {
    report('multipart-frame', 'an empty line stands before the first delimiter: dynamics-web-api never ends');
  }
  if (after.trim() !== '')
    report('multipart-frame', 'text stands after the close delimiter: googleapis-batcher fails');
  else if (!/^[\t ]*\r?\n/.test(after))
    report('multipart-frame', 'no line break stands after the close delimiter: PnP/sp fails');
  if (!boundary.startsWith('batchresponse_')) {
    report(
      'multipart-names',
      `the boundary is "${boundary}": PnP/sp and dynamics-web-api look for batchresponse_...`,
    );
  }
}
