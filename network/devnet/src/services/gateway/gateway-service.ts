import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { createCallGate } from '../call-gate';
import { rawService, serverStream, unary } from '../raw-service';
import { chaincodeEvents } from './chaincode-events';
import { commitStatus } from './commit-status';
import type { CommitWatch } from './commit-watch';
import { endorse } from './endorse';
import { evaluate } from './evaluate';
import type { GatewayScope } from './gateway-request';
import { submit } from './submit';

/** `gateway.Gateway` as the protocol has it. */
export const gatewayDefinition: ServiceDefinition = rawService('gateway.Gateway', {
  Endorse: 'unary',
  Submit: 'unary',
  CommitStatus: 'unary',
  Evaluate: 'unary',
  ChaincodeEvents: 'server-stream',
});

/** How many calls a peer's gateway takes at a time (`peer.limits.concurrency.gatewayService`). */
const concurrency = 500;

/** The gateway of one peer: what `@hyperledger/fabric-gateway` talks to. */
export const createGatewayService = (scope: GatewayScope, watch: CommitWatch): UntypedServiceImplementation => {
  const gate = createCallGate('gateway.Gateway', concurrency);
  return {
    Endorse: unary(gate, (request) => endorse(scope, request)),
    Submit: unary(gate, (request) => submit(scope, request)),
    CommitStatus: unary(gate, (request, context) => commitStatus(scope, watch, request, context)),
    Evaluate: unary(gate, (request) => evaluate(scope, request)),
    ChaincodeEvents: serverStream(gate, (request, stream) => chaincodeEvents(scope, request, stream)),
  };
};
