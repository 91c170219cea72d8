import { declareConformance } from './declare-conformance.js';
import { fetchHonoHost } from './hosts/fetch-hono.js';
import { memoryHeadersHost } from './hosts/memory-headers.js';

declareConformance(fetchHonoHost, memoryHeadersHost);
