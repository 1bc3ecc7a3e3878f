// Where a version is tried out before it goes to production: the same kinds of resources, with names of its own under the same domain.
using 'main.bicep'

param environment = {
  name: 'test'
  domain: { registrable: 'dfm.example.com', site: 'portail-test', api: 'api.portail-test' }
  scale: { instanceMemory: 2048, maximumInstances: 40, alwaysReady: 0 }
}
param mail = {
  from: 'portail-test@dfm.example.com'
  serviceDesk: 'portail-test@dfm.example.com'
  orderDesk: 'portail-test@dfm.example.com'
  inboundDomain: 'reponses-test.dfm.example.com'
  inboundPublicKeys: ''
  eventPublicKeys: ''
}
param sendGridHost = 'https://api.eu.sendgrid.com'
param alertAddresses = ['exploitation-portail@dfm.example.com']
param scanLimit = 5
