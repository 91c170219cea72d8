import type { ConformanceCase, RunningHost, WireAnswer, WireRequest } from './case.js';
import type { ConformanceHost, HostSetup, StartedHost } from './hosts/host.js';
import { stopWorkers } from './workers.js';

/** A cell of the matrix of hosts; the options come from the case. */
export type Place = Pick<HostSetup, 'bodyParser' | 'mount'>;

/** Starts a host when a case first needs it, and keeps it for cases that need the same one. */
export interface HostPool {
  /** Runs one case on a host with an empty log and returns what passed over the wire. */
  run(host: ConformanceHost, place: Place, wanted: ConformanceCase): Promise<readonly WireAnswer[]>;
  close(): Promise<void>;
}

/** Creates a pool without any host. */
export function createHostPool(): HostPool {
  const pool = new Map<string, Promise<StartedHost>>();
  return {
    async run(host, place, wanted) {
      const { options = {}, answerHeaders = {} } = wanted;
      const key = JSON.stringify([host.name, place, options, answerHeaders]);
      const starting = pool.get(key) ?? host.start({ ...place, options, answerHeaders });
      pool.set(key, starting);
      const running = await starting;
      running.reset();
      const { recorded, transcript } = record(running);
      await wanted.check(recorded);
      return transcript;
    },
    async close() {
      for (const starting of pool.values()) await (await starting).close();
      await stopWorkers();
    },
  };
}

function record(host: StartedHost): { recorded: RunningHost; transcript: WireAnswer[] } {
  const transcript: WireAnswer[] = [];
  const keep = (answer: WireAnswer): WireAnswer => {
    transcript.push(answer);
    return answer;
  };
  const recorded: RunningHost = {
    ...host,
    exchange: async (request: WireRequest) => keep(await host.exchange(request)),
    async batch(requests, headers) {
      const result = await host.batch(requests, headers);
      keep(result.answer);
      return result;
    },
  };
  return { recorded, transcript };
}
