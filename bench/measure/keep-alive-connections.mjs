import { once } from 'node:events';
import { connect } from 'node:net';

const END_OF_HEAD = Buffer.from('\r\n\r\n');
/** Longer than any answer takes. */
const PATIENCE_MS = 10_000;
const END_OF_CHUNKS = Buffer.from('\r\n0\r\n\r\n');

/**
 * Connections that are kept, each with one request under way at most. It does as little as can be done for an answer,
 * looks at its status and finds its end, so that the server is what limits the rate.
 */
export class KeepAliveConnections {
  #sockets;

  constructor(sockets) {
    this.#sockets = sockets;
  }

  /**
   * @param {number} port on the loopback interface
   * @param {number} count
   */
  static async open(port, count) {
    const sockets = Array.from({ length: count }, () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true, timeout: PATIENCE_MS });
      return socket.on('timeout', () => socket.destroy());
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    return new KeepAliveConnections(sockets);
  }

  /**
   * Sends requests over all connections and resolves when all are answered.
   *
   * @param {Buffer[]} messages requests as they go over the wire, sent in turn
   * @param {number} amount how many in all
   */
  async send(messages, amount) {
    let sent = 0;
    const sendInTurn = async (socket) => {
      for (let index = sent++; index < amount; index = sent++) {
        await exchange(socket, messages[index % messages.length]);
      }
    };
    await Promise.all(this.#sockets.map(sendInTurn));
  }

  /**
   * Sends the same request over all connections, again and again, until a time of `performance.now()`.
   *
   * @param {Buffer} message
   * @param {number} end the last is answered somewhat later
   * @returns {Promise<number[]>} milliseconds until each answer
   */
  async sendUntil(message, end) {
    const latencies = [];
    const sendOn = async (socket) => {
      for (let started = performance.now(); started < end; started = performance.now()) {
        await exchange(socket, message);
        latencies.push(performance.now() - started);
      }
    };
    await Promise.all(this.#sockets.map(sendOn));
    return latencies;
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Resolves at the end of the answer: after its length, or after its last chunk. */
function exchange(socket, message) {
  return new Promise((resolve, reject) => {
    let head = Buffer.alloc(0);
    let left; // bytes; NaN for an answer in chunks
    let tail = head;
    const settle = (error) => {
      socket.off('data', read).off('close', gone);
      if (error === undefined) resolve();
      else reject(error);
    };
    const gone = () =>
      settle(new Error(`The server closed a connection, or gave no answer for ${PATIENCE_MS} ms`));
    const read = (chunk) => {
      let body = chunk;
      if (left === undefined) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const end = head.indexOf(END_OF_HEAD);
        if (end === -1) return;
        const text = head.latin1Slice(0, end);
        if (!/^HTTP\/1\.1 20[07]/.test(text)) {
          settle(new Error(`The server answered ${text.slice(0, 100)}`));
          return;
        }
        left = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1]);
        body = head.subarray(end + (Number.isNaN(left) ? 2 : 4));
      }
      if (Number.isNaN(left)) {
        tail = body.length >= END_OF_CHUNKS.length ? body : Buffer.concat([tail, body]);
        if (tail.subarray(-END_OF_CHUNKS.length).equals(END_OF_CHUNKS)) settle();
      } else {
        left -= body.length;
        if (left <= 0) settle();
      }
    };
    socket.on('data', read).on('close', gone);
    socket.write(message);
  });
}
