import { declareConformance } from './declare-conformance.js';
import { calledHosts } from './hosts/index.js';

for (const host of calledHosts) declareConformance(host);
