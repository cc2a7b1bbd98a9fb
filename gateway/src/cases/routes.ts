import { commandIdOf, expectedVersionOf, sendSubmitted, type CapabilityPlugin } from '../http/route';
import { NoBody } from '../prescriptions/schemas';
import { recordsOf } from '../records';
import { createContents } from './contents';
import {
  AudienceAnswer,
  AudienceQuery,
  CaseAnswer,
  CaseParams,
  CasesPage,
  CasesQuery,
  CaseWithReceipt,
  OpenBody,
  PersonBody,
  ReadAnswer,
  ReadBody,
  ReadQuery,
  SectionContent,
  SectionParams,
  TreatingWithReceipt,
  VersionWithReceipt,
  WriteBody,
} from './schemas';
import { createCaseService } from './service';
import { createWriting } from './writing';

const tags = ['cases'];

/** Bytes of a body with a section in it: content, or an envelope with its wraps. */
export const SECTION_LIMIT = 1536 * 1024;

/** Medical records in four sections: opened, written, read. */
export const cases: CapabilityPlugin = async (app, context) => {
  const records = recordsOf(context);
  const service = createCaseService(context, records);
  const writing = createWriting(context, records);
  const contents = createContents(records);

  app.post(
    '/cases',
    {
      schema: {
        tags,
        operationId: 'openCase',
        summary: 'Open a case of a patient',
        description: 'Physician, who treats from then on. The ledger holds a commitment to who the patient is.',
        body: OpenBody,
        response: { 201: CaseWithReceipt },
      },
    },
    async (request, reply) => {
      const opened = await service.open(request.caller, { commandId: commandIdOf(request), ...request.body });
      return sendSubmitted(reply, opened, { status: 201, location: `/v1/cases/${opened.view.id}` });
    },
  );

  app.get(
    '/cases',
    {
      schema: {
        tags,
        operationId: 'listCases',
        summary: "Cases of this hospital, or the patient's own among them",
        description:
          'Newest first, from the read model, which may be a block behind. For a patient a page may be short, or empty, ' +
          'and still have a cursor.',
        querystring: CasesQuery,
        response: { 200: CasesPage },
      },
    },
    async ({ caller, query: { mine, limit = 50, ...query } }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.list(caller, { ...query, limit, ...(mine === true ? { openedBy: caller.actor } : {}) });
    },
  );

  app.get(
    '/cases/:id',
    {
      schema: {
        tags,
        operationId: 'readCase',
        summary: 'All that is public of a case: head, versions, who treats',
        params: CaseParams,
        response: { 200: CaseAnswer },
      },
    },
    async ({ caller, params }, reply) => {
      reply.header('cache-control', 'private, no-cache');
      const { head, ...rest } = await service.read(caller, params.id);
      return { ...head, ...rest };
    },
  );

  for (const [name, transaction, summary] of STEPS) {
    app.post(
      `/cases/:id/${name}`,
      {
        schema: {
          tags,
          operationId: `${name}Case`,
          summary,
          params: CaseParams,
          body: NoBody,
          response: { 200: CaseWithReceipt },
        },
      },
      async (request, reply) => {
        const command = { commandId: commandIdOf(request), case: request.params.id };
        return sendSubmitted(reply, await service.step(request.caller, transaction, command));
      },
    );
  }

  for (const [name, transaction, summary] of TREATING) {
    app.post(
      `/cases/:id/${name}`,
      {
        schema: {
          tags,
          operationId: `${name}Case`,
          summary,
          description: 'By a physician who treats. It counts from the next read on.',
          params: CaseParams,
          body: PersonBody,
          response: { 200: TreatingWithReceipt },
        },
      },
      async (request, reply) => {
        const command = { commandId: commandIdOf(request), case: request.params.id, ...request.body };
        return sendSubmitted(reply, await service.treat(request.caller, transaction, command));
      },
    );
  }

  app.post(
    '/cases/:id/sections/:section',
    {
      bodyLimit: SECTION_LIMIT,
      schema: {
        tags,
        operationId: 'writeSection',
        summary: 'Write the next version of a section',
        description:
          'Content is sealed in this gateway for those who may read it: nothing of it reaches the ledger but a salted ' +
          "commitment. With `sealed` the caller's own device has done it. If-Match names the version that the caller saw.",
        params: SectionParams,
        body: WriteBody,
        response: { 201: VersionWithReceipt },
      },
    },
    async (request, reply) => {
      const { id, section } = request.params;
      const written = await writing.write(request.caller, {
        commandId: commandIdOf(request),
        ...expectedVersionOf(request),
        case: id,
        section,
        ...request.body,
      });
      return sendSubmitted(reply, written, { status: 201 });
    },
  );

  app.get(
    '/cases/:id/sections/:section/next',
    {
      schema: {
        tags,
        operationId: 'nextVersion',
        summary: 'What a device needs to seal the next version of a section by itself',
        params: SectionParams,
        querystring: AudienceQuery,
        response: { 200: AudienceAnswer },
      },
    },
    async ({ caller, params: { id, section }, query }, reply) => {
      reply.header('cache-control', 'no-store');
      const { version, recipients } = await writing.next(caller, { case: id, section, ...query });
      return {
        binding: { channel: context.channel, purpose: 'section' as const, subject: id, section, version },
        recipients: recipients.map((key) => ({ kid: key.id, key: key.jwk })),
      };
    },
  );

  app.post(
    '/cases/:id/reads',
    {
      schema: {
        tags,
        operationId: 'readSections',
        summary: 'Read sections; the read is in the access log before anything is shown',
        description:
          'A receipt is committed first and opens a window of some minutes. A section that cannot be opened says why, ' +
          "and does not keep the others back. Where the ground is an emergency, the custodians' keys are waited for.",
        params: CaseParams,
        body: ReadBody,
        response: { 201: ReadAnswer },
      },
    },
    async (request, reply) => {
      const {
        contents: found,
        ticket,
        ...submitted
      } = await contents.read(request.caller, {
        commandId: commandIdOf(request),
        case: request.params.id,
        ...request.body,
      });
      const answer = sendSubmitted(reply, submitted, { status: 201 });
      return { ...answer, ticket, contents: found };
    },
  );

  app.get(
    '/cases/:id/sections/:section',
    {
      schema: {
        tags,
        operationId: 'readSection',
        summary: 'Read a version within the window of a receipt',
        description: 'The ground is asked for again: a consent that was taken back ends the window.',
        params: SectionParams,
        querystring: ReadQuery,
        response: { 200: SectionContent },
      },
    },
    async ({ caller, params: { id, section }, query }, reply) => {
      reply.header('cache-control', 'no-store');
      const found = await contents.readOne(caller, { case: id, section, ...query });
      return found;
    },
  );
};

const STEPS = [
  ['close', 'Close', 'Close a case: nothing more is written'],
  ['reopen', 'Reopen', 'Open a closed case again'],
] as const;

const TREATING = [
  ['assign', 'Assign', 'Let a colleague treat'],
  ['release', 'Release', "End somebody's treating"],
] as const;
