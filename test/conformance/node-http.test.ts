import { declareConformance } from './declare-conformance.js';
import { nodeHttpHost } from './hosts/node-http.js';

declareConformance(nodeHttpHost);
