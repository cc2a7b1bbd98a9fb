import { Info } from 'fabric-contract-api';
import { ProfessionalContract } from './professional-contract';

/** `researcher`: what researchers say of their work, and the directory of them. */
@Info({ title: 'researcher', description: 'Directory of researchers' })
export class ResearcherContract extends ProfessionalContract {
  constructor() {
    super('researcher');
  }
}
