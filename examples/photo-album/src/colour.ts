// https://no-color.org: whatever the variable holds, unless it is empty, means no.
const isColoured = process.stdout.isTTY === true && !process.env['NO_COLOR'];

/** Gives back the text in bold. Like all of this file, only if standard output is a terminal that wants colour. */
export function bold(text: string): string {
  return paint(text, 1);
}

/** Gives back the text in grey. */
export function grey(text: string): string {
  return paint(text, 90);
}

/** Gives back the text in the colour of an HTTP status: green below 300, yellow below 400, red from there. */
export function inStatusColour(text: string, status: number): string {
  return paint(text, status < 300 ? 32 : status < 400 ? 33 : 31);
}

function paint(text: string, code: number): string {
  return isColoured ? `\u001b[${code}m${text}\u001b[0m` : text;
}
