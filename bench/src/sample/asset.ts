import { Object as DataType, Property } from 'fabric-contract-api';

/** What the asset contract keeps under each id. */
@DataType()
export class Asset {
  @Property()
  public ID: string = '';

  @Property()
  public Color: string = '';

  @Property()
  public Size: number = 0;

  @Property()
  public Owner: string = '';

  @Property()
  public AppraisedValue: number = 0;
}
