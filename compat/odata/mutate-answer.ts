import type { Exchange } from './record-exchange.js';

type Answer = Exchange['answer'];
type Mutation = (answer: Answer) => Answer;

const inType =
  (change: (type: string) => string): Mutation =>
  (answer) => ({ ...answer, type: change(answer.type) });
const inBody =
  (change: (body: string) => string): Mutation =>
  (answer) => ({ ...answer, body: change(answer.body) });
const status =
  (code: number): Mutation =>
  (answer) => ({ ...answer, status: code });
const everywhere =
  (change: (text: string) => string): Mutation =>
  (answer) => ({
    ...answer,
    type: change(answer.type),
    body: change(answer.body),
  });

/** Changes of an answer, each of which its readers should survive, but some do not. */
export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'boundary in quotes': inType((type) => type.replace(/boundary=(.*)/, 'boundary="$1"')),
  'a parameter after the boundary': inType((type) => `${type}; charset=utf-8`),
  'no space in front of the boundary': inType((type) => type.replace('; ', ';')),
  'another name of the boundary': everywhere((text) => text.replaceAll('batchresponse_', 'b_')),
  'another name of the inner boundary': inBody((body) => body.replaceAll('changesetresponse_', 'c_')),
  'status 202': status(202),
  'status 207': status(207),
  'names of part headers in lower case': inBody((body) =>
    body.replaceAll(
      /^Content-(Type|Transfer-Encoding|ID)(?=: (?:application\/http|multipart|binary|\d))/gm,
      (name) => name.toLowerCase(),
    ),
  ),
  'LF only': inBody((body) => body.replaceAll('\r\n', '\n')),
  'an empty line in front': inBody((body) => `\r\n${body}`),
  'text in front': inBody((body) => `This is a multipart message.\r\n${body}`),
  'text behind': inBody((body) => `${body}The end.`),
  'no CRLF at the end': inBody((body) => body.trimEnd()),
  'a parameter of application/http': inBody((body) =>
    body.replaceAll('application/http', '$&; msgtype=response'),
  ),
  'no reason phrase': inBody((body) => body.replaceAll(/^(HTTP\/1.1 \d+ ).*(?=\r)/gm, '$1')),
  'neither reason phrase nor space': inBody((body) => body.replaceAll(/^(HTTP\/1.1 \d+) .*(?=\r)/gm, '$1')),
  'no Content-ID': inBody((body) => body.replaceAll(/^Content-ID: .*\r\n/gm, '')),
  'no Content-Transfer-Encoding': inBody((body) =>
    body.replaceAll('Content-Transfer-Encoding: binary\r\n', ''),
  ),
  'JSON on several lines': inBody((body) => body.replaceAll(/^\{.*\}(?=\r)/gm, (json) => indent(json))),
  'changeset not nested': inBody((body) => flatten(body)),
};

function indent(json: string): string {
  return JSON.stringify(JSON.parse(json), undefined, 2).replaceAll('\n', '\r\n');
}

/** Puts the parts of a changeset in place of the changeset, as SharePoint does. */
function flatten(body: string): string {
  const [outer = ''] = body.split('\r\n', 1);
  return body.replaceAll(
    /--batchresponse_.*\r\nContent-Type: multipart[\s\S]*?--changesetresponse_[\s\S]*?--\r\n(?:\r\n)?/g,
    (changeset) =>
      changeset
        .replace(/^.*\r\n.*\r\n\r\n/, '')
        .replace(/\r\n--changesetresponse_.*--\r\n(\r\n)?$/, '\r\n')
        .replaceAll(/^--changesetresponse_.*(?=\r)/gm, outer),
  );
}
