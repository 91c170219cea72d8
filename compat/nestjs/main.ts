import 'reflect-metadata';
import { batch } from '@multistatus/express';
import { NestFactory } from '@nestjs/core';
import { AlbumsModule } from './albums.module.js';

export const app = await NestFactory.create(AlbumsModule);
app.use('/batch', batch()); // in front of the body parsers, which Nest adds when it starts
await app.listen(process.env['PORT'] ?? 3000);
