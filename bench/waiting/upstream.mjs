// Another service: answers every request after 20 milliseconds.
import { listen } from '../contenders/listen.mjs';
import { answerParent } from '../measure/child.mjs';

answerParent(() =>
  listen((req, res) => {
    setTimeout(() => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ id: Number(req.url.slice(1)), title: 'Photo' }));
    }, 20);
  }),
);
