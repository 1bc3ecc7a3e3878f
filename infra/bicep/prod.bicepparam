// Production. Replace dfm.example.com with the domain that the company owns.
using 'main.bicep'

param environment = {
  name: 'prod'
  domain: { registrable: 'dfm.example.com', site: 'portail', api: 'api.portail' }
  scale: { instanceMemory: 2048, maximumInstances: 100, alwaysReady: 1 }
}
param mail = {
  from: 'portail@dfm.example.com'
  serviceDesk: 'planning@dfm.example.com'
  orderDesk: 'commandes@dfm.example.com'
  inboundDomain: 'reponses.dfm.example.com'
  inboundPublicKeys: ''
  eventPublicKeys: ''
}
param sendGridHost = 'https://api.eu.sendgrid.com'
param alertAddresses = ['exploitation-portail@dfm.example.com']
param scanLimit = 100
