import { Info } from 'fabric-contract-api';
import { ProfessionalContract } from './professional-contract';

/** `physician`: what physicians say of their work, and the directory of them. */
@Info({ title: 'physician', description: 'Directory of physicians' })
export class PhysicianContract extends ProfessionalContract {
  constructor() {
    super('physician');
  }
}
