export { prescriptions } from './routes';
export { createPrescriptionService } from './service';
