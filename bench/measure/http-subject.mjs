import { deepStrictEqual } from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { expectedAnswers } from '../apps/photo.mjs';
import { Child } from './child.mjs';
import { fetchText, toMessage } from './http-message.mjs';
import { KeepAliveConnections } from './keep-alive-connections.mjs';

/** Milliseconds in which a server has accepted connections that are open on this side. */
const ACCEPT_MS = 5;
const SERVER = new URL('server-process.mjs', import.meta.url);

/**
 * A contender in a process of its own, asked over HTTP from this one.
 *
 * @typedef {object} HttpContender
 * @property {string} name
 * @property {string} contender name of its file in `contenders/`
 * @property {string} [exchange] how it is asked and read; an export of that file, `json` unless told. Answers are photos, unless
 *   it has an `expected`
 * @property {object} [options] for its `serve`
 * @property {number} operations in one batch; of a single request, how many photos are asked for in turn
 * @property {number} connections kept alive, each with one request under way
 */

const expectedPhotos = (operations, { photoBytes }) => expectedAnswers(operations, photoBytes);

/** An {@link HttpContender} that can be measured. */
export class HttpSubject {
  /** @param {HttpContender} contender */
  constructor(contender) {
    this.name = contender.name;
    this.contender = contender;
  }

  /** Starts the server, and throws unless its answer is the expected one. */
  async start() {
    const { contender, exchange = 'json', options = {}, operations, connections } = this.contender;
    const file = new URL(`../contenders/${contender}.mjs`, import.meta.url).href;
    const { [exchange]: contract } = await import(file);
    this.contract = contract;
    this.server = new Child(SERVER, this.name);
    this.port = await this.server.ask({ serve: { contender: file, options } });
    await this.check(operations);
    const requests = contract.toRequests(operations);
    this.messages = requests.map((request) => toMessage(this.port, request));
    this.operationsPerRequest = operations / requests.length;
    this.leastAmount = connections;
  }

  /**
   * Sends operations once, and throws unless the answer is the expected one.
   *
   * @param {number} operations
   */
  async check(operations) {
    const { toRequests, read, expected = expectedPhotos } = this.contract;
    const answers = [];
    for (const request of toRequests(operations)) answers.push(...read(await fetchText(this.port, request)));
    const { options = {} } = this.contender;
    deepStrictEqual(answers, expected(operations, options), `${this.name}: another answer`);
  }

  /**
   * A batch as it goes over the wire.
   *
   * @param {number} operations in it
   */
  toMessage(operations) {
    return toMessage(this.port, this.contract.toRequests(operations)[0]);
  }

  /**
   * Connections are opened for each window, before its time begins: servers close those that are idle for long.
   *
   * @param {number} amount requests
   * @returns {Promise<import('./statistics.mjs').Sample>}
   */
  async measure(amount) {
    const connections = await KeepAliveConnections.open(this.port, this.contender.connections);
    try {
      await wait(ACCEPT_MS);
      const cpuBefore = await this.server.ask({ read: 'cpu' });
      const started = performance.now();
      await connections.send(this.messages, amount);
      const seconds = (performance.now() - started) / 1_000;
      const cpuMicroseconds = (await this.server.ask({ read: 'cpu' })) - cpuBefore;
      return { operations: amount * this.operationsPerRequest, seconds, cpuMicroseconds };
    } finally {
      connections.close();
    }
  }

  async end() {
    await this.server?.end();
  }
}
