import { expressHosts } from './express-hosts.js';
import { koaHosts } from './koa-hosts.js';
import type { PolicyHost } from './policy-host.js';

/** Every version of every framework, for `describe.each`. */
export const policyHosts: readonly PolicyHost[] = [...expressHosts, ...koaHosts];
