// A developer's own portal, or a throw-away one. It has the default names: sessions end after 15 minutes (docs/operations.md, « Domains »).
using 'main.bicep'

param environment = {
  name: 'dev'
  scale: { instanceMemory: 2048, maximumInstances: 40, alwaysReady: 0 }
}
param mail = {
  from: 'portail-dev@dfm.example.com'
  serviceDesk: 'portail-dev@dfm.example.com'
  orderDesk: 'portail-dev@dfm.example.com'
  inboundDomain: ''
  inboundPublicKeys: ''
  eventPublicKeys: ''
}
param sendGridHost = 'https://api.sendgrid.com'
param alertAddresses = ['portail-dev@dfm.example.com']
param scanLimit = 1
param recoveryDays = 7
