// What has to happen in some world, or a rule could be broken unseen: what goes wrong with each call of the store or the queue, by the
// state in which it finds its record or job; and what else comes from outside. Events of a place are separated by semicolons.

/** What happens in a few worlds already. */
const IN_ANY_RUN: Readonly<Record<string, string>> = {
  DELETE: '200; 204; 404; 503',
  'another request with the key': '422',
  'delivery, waiting': 'again later; late; lost; result lost; to two at once',
  events: 'connected again',
  final:
    'answered; cancelled; failed-dependency; internal; interrupted; operation-timeout; rolled-back; stopped',
  'find, between jobs': 'store down',
  'find, running': 'store down',
  'find, waiting': 'store down',
  'handler, DELETE': 'succeeds',
  'handler, GET': 'succeeds',
  'handler, POST':
    'fails after its effect; fails without effect; never answers; refuses; succeeds; succeeds slowly; throws; throws after its effect',
  'handler, PUT': 'succeeds; succeeds slowly',
  'job read, finished': 'twice later',
  'job write, held':
    'answer lost; answers late; crash after; crash before; fails after; fails before; pause after; store down; twice at once; twice later',
  'queue depth': 'fails',
  'sweep, any': 'crash before; fails before; store down',
  'take overdue, any': 'fails before; twice at once; twice later',
  web: 'cut off; restart',
  worker: 'crash; cut off; pause; restart',
};

/** What happens in a thousand worlds. */
const IN_LONG_RUNS: Readonly<Record<string, string>> = {
  'COMMIT, shared': 'answer lost; killed after; killed before; not committed; refused',
  'add jobs, received': 'answer lost; twice at once; twice later',
  'begin job, cancelling': 'twice later',
  'begin job, finished': 'applied late; twice later',
  'begin job, given up':
    'answer lost; answers late; applied late; crash after; crash before; fails after; fails before; pause after; pause before; store down; twice at once; twice later',
  'begin job, held': 'applied late; pause before; twice at once; twice later',
  'begin job, held by another':
    'answer lost; answers late; applied late; crash after; fails after; fails before; pause after; store down; twice at once; twice later',
  'begin job, lease over': 'applied late; twice later',
  'begin job, new':
    'answer lost; answers late; crash after; crash before; fails after; fails before; pause after; twice at once; twice later',
  'begin job, waiting':
    'answer lost; crash after; crash before; fails after; fails before; pause after; twice at once; twice later',
  'begin, absent':
    'answer lost; crash after; fails after; fails before; store down; twice at once; twice later',
  'begin, begun': 'twice at once',
  'begin, finished':
    'answer lost; answers late; applied late; crash after; crash before; fails after; fails before; pause after; store down; twice at once; twice later',
  'begin, lease over':
    'answer lost; answers late; applied late; crash before; fails after; fails before; store down; twice later',
  'begin, taken over': 'store down; twice later',
  'create, absent': 'applied late; fails after; pause after; twice at once; twice later',
  'create, received': 'twice at once',
  'delivery, cancelled': 'again later; late; lost; to two at once',
  'delivery, finished': 'late; lost',
  'delivery, held': 'again later; late; lost; result lost; to two at once',
  'delivery, lease over': 'again later; late; lost; result lost; to two at once',
  'delivery, new': 'again later; late; lost; result lost; to two at once',
  events: '204 after the end',
  final: 'commit-failed',
  'find job, cancelled': 'answer lost; applied late; fails before; twice at once; twice later',
  'find job, finished':
    'answer lost; applied late; crash before; fails after; fails before; twice at once; twice later',
  'find, between jobs': 'applied late; fails before; pause after; pause before; twice at once; twice later',
  'find, cancelled': 'store down; twice later',
  'find, finished': 'applied late; store down',
  'find, running': 'fails after; fails before; twice at once; twice later',
  'find, waiting': 'answer lost; fails after; twice at once; twice later',
  'handler, DELETE': 'fails after its effect; refuses; succeeds slowly; throws after its effect',
  'handler, GET': 'fails without effect; succeeds slowly; throws',
  'handler, PUT':
    'fails after its effect; fails without effect; never answers; refuses; throws; throws after its effect',
  'job read, cancelled':
    'answer lost; answers late; applied late; crash after; crash before; fails after; fails before; pause after; pause before; twice at once; twice later',
  'job read, finished':
    'answer lost; answers late; applied late; crash after; crash before; fails after; fails before; pause after; pause before; twice at once',
  'job read, held':
    'answer lost; answers late; crash after; fails after; fails before; twice at once; twice later',
  'job read, lease over': 'applied late; fails before; pause before; twice later',
  'job write, finished': 'applied late; twice at once; twice later',
  'job write, held': 'applied late; pause before',
  'job write, held by another': 'applied late',
  'job write, lease over': 'applied late; pause before; store down; twice later',
  'list, any':
    'answer lost; answers late; applied late; crash after; crash before; fails after; fails before; pause after; pause before; store down; twice at once; twice later',
  'open, received': 'answer lost; fails before; twice later',
  'queue add, a job': 'crash after; fails after; fails before; fails half-way; is late; is lost',
  'queue add, jobs': 'crash after; crash before; fails after; fails before; fails half-way; is late; is lost',
  'read events, between jobs':
    'answer lost; applied late; crash after; crash before; fails after; fails before; pause before; store down; twice at once; twice later',
  'read events, running': 'store down',
  'read events, waiting': 'answer lost; pause after; twice at once; twice later',
  'read, finished': 'answer lost; fails before; twice at once; twice later',
  'remove, absent': 'twice later',
  'sweep, any':
    'answer lost; answers late; applied late; fails after; pause after; twice at once; twice later',
  'take overdue, any':
    'answer lost; answers late; applied late; crash after; crash before; fails after; pause after; pause before; store down',
  'transaction write, held': 'fails after; fails before',
  web: 'crash; pause; store down',
  worker: 'store down',
  'write, begun':
    'answer lost; answers late; crash after; crash before; fails after; fails before; pause after; pause before; store down; twice at once; twice later',
  'write, finished': 'applied late; twice at once; twice later',
  'write, lease over': 'applied late; pause before; twice later',
  'write, resumed':
    'answer lost; answers late; applied late; crash after; crash before; fails after; fails before; pause after; twice at once; twice later',
};

function eventsOf(required: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(required).flatMap(([place, events]) =>
    events.split('; ').map((event) => `${place}: ${event}`),
  );
}

/** The events of any run, and those of a thousand worlds. */
export const OFTEN: readonly string[] = eventsOf(IN_ANY_RUN);
export const SELDOM: readonly string[] = eventsOf(IN_LONG_RUNS);
