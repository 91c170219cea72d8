import {
  type ArgumentsHost,
  BadRequestException,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  Module,
  type NestInterceptor,
  Param,
  type PipeTransform,
  Scope,
  UnauthorizedException,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, REQUEST } from '@nestjs/core';
import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import type { Request, Response } from 'express';
import { ClsModule, ClsService } from 'nestjs-cls';
import { map, type Observable } from 'rxjs';

/** Lets only requests with a user pass. */
@Injectable()
class UserGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (request.get('authorization') === undefined) throw new UnauthorizedException();
    return true;
  }
}

class AlbumPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    const id = Number(value);
    if (!Number.isInteger(id)) throw new BadRequestException('an album has a number');
    return id;
  }
}

class AlbumLocked extends Error {}

@Catch(AlbumLocked)
class LockedFilter implements ExceptionFilter<AlbumLocked> {
  catch(_error: AlbumLocked, host: ArgumentsHost): void {
    host.switchToHttp().getResponse<Response>().status(423).json({ title: 'Locked' });
  }
}

@Injectable()
class EnvelopeInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ data })));
  }
}

/** An instance for each request, and so for each operation. */
@Injectable({ scope: Scope.REQUEST })
class Visit {
  constructor(@Inject(REQUEST) readonly request: Request) {}
}

@Controller('albums')
class AlbumsController {
  constructor(
    @Inject(Visit) private readonly visit: Visit,
    @Inject(ClsService) private readonly cls: ClsService<{ tenant: string | undefined }>,
  ) {}

  @Get(':id')
  async read(@Param('id', AlbumPipe) id: number): Promise<object> {
    await new Promise((resolve) => setImmediate(resolve));
    if (id === 9) throw new AlbumLocked();
    return { id, url: this.visit.request.originalUrl, tenant: this.cls.get('tenant') };
  }
}

@Module({
  imports: [
    ThrottlerModule.forRoot([{ ttl: 60_000, limit: 6 }]),
    ClsModule.forRoot({
      middleware: {
        mount: true,
        setup: (cls, request: Request) => {
          const tenant = request.get('x-tenant');
          if (tenant !== undefined) cls.set('tenant', tenant);
        },
      },
    }),
  ],
  controllers: [AlbumsController],
  providers: [
    Visit,
    { provide: APP_GUARD, useClass: UserGuard },
    { provide: APP_GUARD, useClass: ThrottlerGuard },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
    { provide: APP_FILTER, useClass: LockedFilter },
  ],
})
export class AlbumsModule {}
