import { batch } from '@multistatus/express';
import {
  All,
  Controller,
  type INestApplication,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Next,
  Req,
  RequestMethod,
  Res,
  type Type,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import { AlbumsModule } from './albums.module.js';

/** Creates the app with a batch at `/batch`, mounted in the `main.ts` of the app. */
export async function mountInMain(): Promise<INestApplication> {
  const app = await NestFactory.create(AlbumsModule, { logger: false });
  app.use('/batch', batch());
  return app;
}

@Module({ imports: [AlbumsModule] })
class PathModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(batch()).forRoutes('batch');
  }
}

@Module({ imports: [AlbumsModule] })
class RouteModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(batch()).forRoutes({ path: 'batch', method: RequestMethod.POST });
  }
}

@Controller('batch')
class BatchController {
  private readonly handle = batch();

  @All()
  answer(@Req() req: Request, @Res() res: Response, @Next() next: NextFunction): void {
    this.handle(req, res, next);
  }
}

@Module({ imports: [AlbumsModule], controllers: [BatchController] })
class ControllerModule {}

const create = (module: Type) => (): Promise<INestApplication> =>
  NestFactory.create(module, { logger: false });

/** Every way to mount a batch in an app of NestJS. */
export const mounts: readonly (readonly [title: string, create: () => Promise<INestApplication>])[] = [
  ['app.use in main.ts', mountInMain],
  ["forRoutes('batch')", create(PathModule)],
  ["forRoutes({ path: 'batch', method: RequestMethod.POST })", create(RouteModule)],
  ['a controller', create(ControllerModule)],
];
