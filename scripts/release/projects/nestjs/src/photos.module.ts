import { batch, getOperation } from '@multistatus/express';
import {
  All,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Injectable,
  Module,
  Next,
  Param,
  ParseIntPipe,
  Req,
  Res,
} from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';

/** What the guard has been asked for: the batch itself, and each operation of it. */
export const seen: string[] = [];

@Injectable()
class UserGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    seen.push(`${getOperation(request)?.id ?? 'batch'} ${request.url}`);
    return request.get('authorization') !== undefined && request.url !== '/photos/13';
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

@Controller('photos')
class PhotosController {
  @Get(':id')
  read(@Param('id', ParseIntPipe) id: number): object {
    return { id, title: 'Tram 28' };
  }
}

@Module({
  controllers: [BatchController, PhotosController],
  providers: [{ provide: APP_GUARD, useClass: UserGuard }],
})
export class PhotosModule {}
