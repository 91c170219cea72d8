import { cancelMonitor, followMonitor } from '@multistatus/client';
import { type Signal, signal } from '@preact/signals';
import { accessHeaders } from '../model/access.js';
import { endpointState } from '../model/endpoint.js';
import { keepProgress, type ListState, mergeEntries, NO_LIST, refusalOf, UNREACHABLE } from './list-state.js';
import { hasEnded, type MonitorEntry, readMonitorPage } from './monitor-entry.js';

/** Running batches whose events are read at the same time: a browser opens only six connections to one server. */
const MAX_FOLLOWED = 3;
/** How often the list is read again while it is shown, in milliseconds. */
const REFRESH_MS = 5_000;

/** The batches of the user that are answered later, as the server lists them. */
export class LaterList {
  readonly state: Signal<ListState> = signal({ kind: 'loading' });
  /** The result of the last action: a sentence for the user. */
  readonly notice: Signal<string> = signal('');
  readonly #list: string;
  readonly #followed = new Map<string, AbortController>();

  /** `endpoint` is the URL of the batch endpoint. */
  constructor(endpoint: string) {
    const url = new URL(endpoint);
    url.pathname = `${url.pathname.replace(/\/$/, '')}/monitors`;
    this.#list = url.href;
  }

  /** Keeps the list up to date, and follows the batches that run. Returns a function that ends both. */
  watch(): () => void {
    void this.refresh();
    const timer = setInterval(() => void this.refresh(), REFRESH_MS);
    return () => {
      clearInterval(timer);
      for (const controller of this.#followed.values()) controller.abort();
      this.#followed.clear();
    };
  }

  /** Reads the newest part of the list. Never rejects. */
  async refresh(): Promise<void> {
    const read = await this.#read(this.#list);
    const { value: known } = this.state;
    if (read.kind !== 'listed' || known.kind !== 'listed') this.state.value = read;
    else {
      const newest = keepProgress(read.entries, known.entries);
      const entries = mergeEntries(newest, read.next === undefined ? [] : known.entries);
      this.state.value = {
        kind: 'listed',
        entries,
        next: entries.length > read.entries.length ? known.next : read.next,
      };
    }
    this.#follow();
  }

  /** Adds the next older part of the list. Never rejects. */
  async readMore(): Promise<void> {
    const { value: known } = this.state;
    if (known.kind !== 'listed' || known.next === undefined) return;
    const read = await this.#read(known.next);
    if (read.kind !== 'listed') this.notice.value = read.kind === 'refused' ? read.text : '';
    else {
      const urls = new Set(known.entries.map(({ url }) => url));
      const older = read.entries.filter(({ url }) => !urls.has(url));
      this.state.value = { kind: 'listed', entries: [...known.entries, ...older], next: read.next };
    }
  }

  /** Returns what is known of a batch by now. */
  current(entry: MonitorEntry): MonitorEntry {
    const { value } = this.state;
    return (value.kind === 'listed' ? value.entries : []).find(({ url }) => url === entry.url) ?? entry;
  }

  /** Cancels a batch. Never rejects. */
  async cancel({ url }: MonitorEntry): Promise<void> {
    this.#update(url, { status: 'cancelling' });
    try {
      const { isCancelled } = await cancelMonitor(url, { headers: accessFields(), maxUnreachableMs: 10_000 });
      this.notice.value = isCancelled
        ? 'The batch was cancelled. Its result shows what had run before.'
        : 'The batch ended before it could be cancelled.';
    } catch (error) {
      this.notice.value = messageOf(error);
    }
    await this.refresh();
  }

  /** Removes a batch that has ended, with its outcomes, from the server. Never rejects. */
  async remove({ url, status }: MonitorEntry): Promise<void> {
    const target = status === 'cancelled' ? `${url}/result` : url;
    try {
      const response = await fetch(target, { method: 'DELETE', headers: accessFields() });
      this.notice.value =
        response.ok || response.status === 404
          ? 'The batch and its outcomes were removed.'
          : `The server answered ${response.status}: the batch was not removed.`;
    } catch {
      this.notice.value = UNREACHABLE.text;
    }
    await this.refresh();
  }

  async #read(url: string): Promise<ListState> {
    try {
      const response = await fetch(url, {
        headers: [...accessFields(), ['accept', 'application/json']],
        cache: 'no-store',
      });
      const { description } = endpointState.value ?? {};
      if (!response.ok)
        return refusalOf({
          status: response.status,
          type: response.headers.get('content-type'),
          isOn: description && Boolean(description.async),
        });
      const page = readMonitorPage(await response.json().catch(() => undefined), url);
      return page === undefined ? NO_LIST : { kind: 'listed', ...page };
    } catch {
      return UNREACHABLE;
    }
  }

  #follow(): void {
    const { value } = this.state;
    const running = value.kind === 'listed' ? value.entries.filter((entry) => !hasEnded(entry)) : [];
    for (const { url } of running) {
      if (this.#followed.size >= MAX_FOLLOWED) return;
      if (this.#followed.has(url)) continue;
      const controller = new AbortController();
      this.#followed.set(url, controller);
      void followMonitor(url, {
        headers: accessFields(),
        signal: controller.signal,
        onProgress: (progress) => this.#update(url, { progress }),
      })
        // The list, which is read next, shows how it ended.
        .catch(() => undefined)
        .then(() => {
          if (controller.signal.aborted) return;
          this.#followed.delete(url);
          void this.refresh();
        });
    }
  }

  #update(url: string, change: Partial<MonitorEntry>): void {
    const { value } = this.state;
    if (value.kind !== 'listed') return;
    const entries = value.entries.map((entry) => (entry.url === url ? { ...entry, ...change } : entry));
    this.state.value = { ...value, entries };
  }
}

/** Returns the access headers as `fetch` takes them. */
export function accessFields(): [name: string, value: string][] {
  return accessHeaders.value.map(([name, value]) => [name, value]);
}

/** Returns the message of an error. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
