import { BodyCollector } from './body-collector.js';
import { ChunkedDecoder } from './chunked-decoder.js';
import { IncompleteResponseError } from './incomplete-response-error.js';
import { InjectResult } from './inject-result.js';
import { type Head, parseHead } from './parse-head.js';

const END_OF_HEAD = '\r\n\r\n';

/** Reads one response from the bytes that a server writes to its connection. */
export class ResponseReader {
  readonly #isHeadRequest: boolean;
  readonly #body: BodyCollector;
  #text = '';
  #head: Head | undefined;
  #informational: Head | undefined;
  #decoder: ChunkedDecoder | undefined;

  constructor(options: { readonly isHeadRequest: boolean; readonly maxResponseBytes: number | undefined }) {
    this.#isHeadRequest = options.isHeadRequest;
    this.#body = new BodyCollector(options.maxResponseBytes ?? Number.POSITIVE_INFINITY);
  }

  write(bytes: Buffer): void {
    let rest: Buffer | undefined = bytes;
    while (rest !== undefined && this.#head === undefined) rest = this.#readHead(rest);
    if (rest === undefined || rest.length === 0) return;
    if (this.#decoder === undefined) this.#body.add(rest);
    else this.#decoder.write(rest);
  }

  /** Returns what follows the head; `undefined` if it has not ended yet. */
  #readHead(bytes: Buffer): Buffer | undefined {
    const earlier = this.#text.length;
    this.#text += bytes.toString('latin1');
    const end = this.#text.indexOf(END_OF_HEAD);
    if (end === -1) return undefined;
    const head = parseHead(this.#text.slice(0, end + 2));
    this.#text = '';
    if (head.status < 200 && head.status !== 101) this.#informational = head;
    else this.#takeHead(head);
    return bytes.subarray(end + END_OF_HEAD.length - earlier);
  }

  #takeHead(head: Head): void {
    this.#head = head;
    const codings = String(head.headers['transfer-encoding'] ?? '');
    if (/\bchunked$/i.test(codings) && this.#hasBody(head)) this.#decoder = new ChunkedDecoder(this.#body);
  }

  #hasBody({ status }: Head): boolean {
    return !this.#isHeadRequest && status >= 200 && status !== 204 && status !== 304;
  }

  /** Called when the handler has ended its response; with an informational status, no client would stop waiting. */
  finish(): void {
    this.#head ??= this.#informational;
  }

  /**
   * Returns the response.
   *
   * A response with neither content-length nor chunks counts as complete: its end is that of the connection.
   *
   * @throws {IncompleteResponseError} if it is not complete, or if it goes on after its end.
   */
  read(): InjectResult {
    const head = this.#head;
    if (head === undefined) throw new IncompleteResponseError(undefined);
    const announced = this.#hasBody(head) ? head.headers['content-length'] : undefined;
    const { size } = this.#body;
    if (announced !== undefined && Number(announced) !== size)
      throw new IncompleteResponseError(new RangeError(`${size} bytes of ${String(announced)}`));
    if (this.#decoder?.isGarbled === true)
      throw new IncompleteResponseError(new Error('The chunks of the body are garbled'));
    if (this.#decoder?.isComplete === false) throw new IncompleteResponseError(undefined);
    return new InjectResult(head, this.#body, this.#decoder?.trailer ?? '');
  }
}
