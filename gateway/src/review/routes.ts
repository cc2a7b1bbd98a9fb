import { sendSubmitted, type CapabilityPlugin } from '../http/route';
import { commandOn } from '../prescriptions/command-on';
import { IdParams, NoBody, PrescriptionWithReceipt } from '../prescriptions/schemas';
import { RULE_PACK, RULE_PACK_HASH } from './rules';
import { FindingsAnswer, QueuePage, QueueQuery, ReasonsBody, RecordedFindings, RulePackAnswer } from './schemas';
import { createReviewService } from './service';

const tags = ['review'];
const response = { 200: PrescriptionWithReceipt };

/** The centre's review: queue, claim, automated findings, verdict. */
export const review: CapabilityPlugin = async (app, context) => {
  const service = createReviewService(context);

  app.get(
    '/review/queue',
    {
      schema: {
        tags,
        operationId: 'listReviewQueue',
        summary: 'Prescriptions that await review',
        description:
          'Of the centre this gateway serves, longest waiting first; also those that a reviewer has claimed.',
        querystring: QueueQuery,
        response: { 200: QueuePage },
      },
    },
    async ({ caller, query: { limit = 50, ...place } }, reply) => {
      reply.header('cache-control', 'no-store');
      return service.queue(caller, { limit, ...place });
    },
  );

  app.get(
    '/review/rules',
    {
      schema: {
        tags,
        operationId: 'readRulePack',
        summary: 'The rule pack of the automated findings',
        description: 'Anybody can run the rules again: the ledger names the pack by its hash with every finding.',
        response: { 200: RulePackAnswer },
      },
    },
    async () => ({ hash: RULE_PACK_HASH, pack: RULE_PACK }),
  );

  app.post(
    '/prescriptions/:id/review/claim',
    {
      schema: {
        tags,
        operationId: 'claimReview',
        summary: 'Claim the review of a prescription',
        description: 'Reviewer of another organisation than the prescriber; the lease ends by itself.',
        params: IdParams,
        body: NoBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.claim(request.caller, commandOn(request, request.params))),
  );

  app.post(
    '/prescriptions/:id/review/findings',
    {
      schema: {
        tags,
        operationId: 'recordFindings',
        summary: 'Run the automated rules and record what they find',
        description: 'Needed before a prescription can be approved. A blocking finding asks for a second reviewer.',
        params: IdParams,
        body: NoBody,
        response: { 200: RecordedFindings },
      },
    },
    async (request, reply) => {
      const recorded = await service.runRules(request.caller, commandOn(request, request.params));
      return { ...sendSubmitted(reply, recorded), findings: recorded.findings };
    },
  );

  app.get(
    '/prescriptions/:id/review/findings',
    {
      schema: {
        tags,
        operationId: 'readFindings',
        summary: 'Read the recorded findings',
        description: 'Private to hospital and centre.',
        params: IdParams,
        response: { 200: FindingsAnswer },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return { items: await service.findings(request.caller, request.params.id) };
    },
  );

  app.post(
    '/prescriptions/:id/review/approve',
    {
      schema: {
        tags,
        operationId: 'approvePrescription',
        summary: 'Approve a prescription',
        description:
          'The holder of the lease, after the findings. Where a finding blocks or a drug is controlled, a second ' +
          'reviewer approves too (`review.firstApproval` is set until then).',
        params: IdParams,
        body: NoBody,
        response,
      },
    },
    async (request, reply) =>
      sendSubmitted(reply, await service.approve(request.caller, commandOn(request, request.params))),
  );

  app.post(
    '/prescriptions/:id/review/return',
    {
      schema: {
        tags,
        operationId: 'returnPrescription',
        summary: 'Return a prescription to its prescriber, to amend',
        params: IdParams,
        body: ReasonsBody,
        response,
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      return sendSubmitted(reply, await service.sendBack(request.caller, 'Return', command));
    },
  );

  app.post(
    '/prescriptions/:id/review/refuse',
    {
      schema: {
        tags,
        operationId: 'refusePrescription',
        summary: 'Refuse a prescription for good',
        params: IdParams,
        body: ReasonsBody,
        response,
      },
    },
    async (request, reply) => {
      const command = { ...commandOn(request, request.params), ...request.body };
      return sendSubmitted(reply, await service.sendBack(request.caller, 'Refuse', command));
    },
  );
};
