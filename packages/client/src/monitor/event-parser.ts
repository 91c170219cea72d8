/** An event of a stream of events. */
export interface StreamEvent {
  /** `message` if the server does not name it. */
  readonly type: string;
  readonly data: string;
}

/** Longer than any event of a monitor. */
const MAX_EVENT_LENGTH = 64 * 1024;
const LINE_END = /\r\n|\n|\r/;

/**
 * Reads a stream of events (`text/event-stream`) as the HTML standard defines it in section 9.2.6. The bytes may be cut anywhere.
 * An event that is not complete is never returned.
 */
export class EventParser {
  readonly #decoder = new TextDecoder();
  /** The beginning of a line whose end has not arrived. */
  #line = '';
  /** True if the text so far ends with a CR: a LF that follows is part of the same line end. */
  #endsWithCr = false;
  #type = '';
  #data: string[] = [];
  #dataLength = 0;
  #pendingId = '';
  #lastId = '';
  #retryMs: number | undefined;

  /** The id of the last event; empty if none had an id. */
  get lastId(): string {
    return this.#lastId;
  }

  /** How long the server asks clients to wait before they connect again. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /**
   * Returns the events that these bytes complete.
   *
   * @throws {RangeError} if a line, or the data of an event, is longer than 64 KiB.
   */
  push(bytes: Uint8Array): StreamEvent[] {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text === '') return [];
    const isRestOfLineEnd = this.#endsWithCr && text.startsWith('\n');
    this.#endsWithCr = text.endsWith('\r');
    const lines = (isRestOfLineEnd ? text.slice(1) : text).split(LINE_END);
    const events: StreamEvent[] = [];
    for (const [index, part] of lines.entries()) {
      this.#line += part;
      checkLength(this.#line.length);
      if (index === lines.length - 1) break;
      const event = this.#endLine(this.#line);
      this.#line = '';
      if (event !== undefined) events.push(event);
    }
    return events;
  }

  #endLine(line: string): StreamEvent | undefined {
    if (line === '') return this.#endEvent();
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line.startsWith(' ', colon + 1) ? colon + 2 : colon + 1);
    if (name === 'data') {
      this.#dataLength += value.length + 1;
      checkLength(this.#dataLength);
      this.#data.push(value);
    } else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#pendingId = value;
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
    return undefined;
  }

  #endEvent(): StreamEvent | undefined {
    const event = { type: this.#type || 'message', data: this.#data.join('\n') };
    const isEvent = this.#data.length > 0;
    this.#lastId = this.#pendingId;
    this.#type = '';
    this.#data = [];
    this.#dataLength = 0;
    return isEvent ? event : undefined;
  }
}

function checkLength(length: number): void {
  if (length > MAX_EVENT_LENGTH) {
    throw new RangeError(`An event of the stream is longer than ${MAX_EVENT_LENGTH} characters`);
  }
}
