import { declareConformance } from './declare-conformance.js';
import { otherServedHosts } from './hosts/index.js';

for (const host of otherServedHosts) declareConformance(host);
