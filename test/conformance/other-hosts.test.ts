import { declareConformance } from './declare-conformance.js';
import { otherHosts } from './hosts/index.js';

for (const host of otherHosts) declareConformance(host);
