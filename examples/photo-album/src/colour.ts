// https://no-color.org: any value except the empty one turns colour off.
const isColoured = process.stdout.isTTY === true && !process.env['NO_COLOR'];

/** Returns the text in bold. Like everything in this file, only if standard output is a terminal with colour. */
export function bold(text: string): string {
  return paint(text, 1);
}

/** Returns the text in grey. */
export function grey(text: string): string {
  return paint(text, 90);
}

/** Returns the text in the colour of an HTTP status: green below 300, yellow below 400, otherwise red. */
export function inStatusColour(text: string, status: number): string {
  return paint(text, status < 300 ? 32 : status < 400 ? 33 : 31);
}

function paint(text: string, code: number): string {
  return isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
}
