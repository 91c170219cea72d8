import express, { type Response, Router } from 'express';
import { toGoogleError } from './google-error.js';

interface Animal {
  readonly name: string;
  readonly legs: number;
}

/** Creates an API of animals in the style of Google's: `/animals`. It keeps them in memory. */
export function farm(): Router {
  const animals = new Map<string, Animal>([['pony', { name: 'pony', legs: 4 }]]);
  const router = Router();
  router.use(express.json());

  router.post('/animals', (req, res) => {
    const { name, legs = 4 } = req.body as Partial<Animal>;
    if (typeof name !== 'string') return fail(res, 400, 'An animal needs a name.');
    if (animals.has(name)) return fail(res, 409, `There is a ${name} already.`);
    animals.set(name, { name, legs });
    res.status(201).json(animals.get(name));
  });

  router.get('/animals/:name', (req, res) => {
    const animal = animals.get(req.params.name);
    if (animal === undefined) fail(res, 404, `There is no ${req.params.name}.`);
    else res.json(animal);
  });

  router.delete('/animals/:name', (req, res) => {
    animals.delete(req.params.name);
    res.sendStatus(204);
  });
  return router;
}

function fail(res: Response, status: number, detail: string): void {
  res.status(status).json(toGoogleError({ type: 'about:blank', title: '', status, detail }));
}
