import { createReadStream } from 'node:fs';
import { Type } from '@sinclair/typebox';
import type { FastifyReply } from 'fastify';

/** The files of an artefact, each with its media type. */
export const FILES = { manifest: 'application/json', table: 'text/csv; charset=utf-8' } as const;
export const FILE_NAMES = ['manifest', 'table'] as const satisfies readonly (keyof typeof FILES)[];

/** What is sent as it is. */
export const FileSchema = (description: string) => Type.Unsafe<never>({ description });

/** Sends a file of an artefact as it lies on the disk. */
export const sendFile = (
  reply: FastifyReply,
  paths: Readonly<Record<keyof typeof FILES, string>>,
  name: keyof typeof FILES,
): never =>
  reply
    .header('content-type', FILES[name])
    .header('cache-control', 'private, no-cache')
    .send(createReadStream(paths[name])) as unknown as never;
