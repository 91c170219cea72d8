import { startRedis } from '../journal/redis-server.js';
import type { StoreServer } from '../journal/store-server.js';
import { LocalApp, type LocalSettings } from './local-app.js';
import { openLocalStore } from './open-local-store.js';

/** An app of the test's own process, and the servers that it uses. */
export interface OpenedApp {
  readonly app: LocalApp;
  /** The Redis server of the queue. */
  readonly redis: StoreServer;
  /** Opens another app on the same servers, such as that of another version. */
  openAnother(settings?: Omit<LocalSettings, 'store' | 'connection'>): Promise<LocalApp>;
  close(): Promise<void>;
}

/** Opens an app on a Redis of its own. Its journal is there too, if there is no other server for it. */
export async function openLocalApp(
  settings: Omit<LocalSettings, 'store' | 'connection'> = {},
  store?: StoreServer,
): Promise<OpenedApp> {
  const redis = await startRedis();
  const connection = redis.address as { readonly path: string };
  const closing: (() => Promise<void>)[] = [() => redis.stop()];
  const openAnother: OpenedApp['openAnother'] = async (others = {}) => {
    const local = await openLocalStore(store ?? redis);
    const app = await LocalApp.open({ ...others, store: local.store, connection });
    closing.push(
      () => local.close(),
      () => app.close(),
    );
    return app;
  };
  return {
    app: await openAnother(settings),
    redis,
    openAnother,
    async close() {
      for (const close of closing.reverse()) await close();
    },
  };
}
