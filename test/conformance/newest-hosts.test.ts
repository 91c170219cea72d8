import { declareConformance } from './declare-conformance.js';
import { newestHosts } from './hosts/index.js';

for (const host of newestHosts) declareConformance(host);
