import { declareConformance } from './declare-conformance.js';
import { cborHost } from './hosts/cbor.js';

declareConformance(cborHost);
