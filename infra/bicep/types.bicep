// What differs between environments. Production cannot be written down without its domain.

@export()
@discriminator('name')
type environmentSettings = devEnvironment | testEnvironment | prodEnvironment

type devEnvironment = {
  name: 'dev'
  domain: portalDomain?
  scale: scale
}

type testEnvironment = {
  name: 'test'
  domain: portalDomain?
  scale: scale
}

type prodEnvironment = {
  name: 'prod'
  domain: portalDomain
  scale: scale
}

// One registrable domain for both: the refresh cookie is SameSite=Strict, so a site of another domain than the API's never sends it, and
// its session ends after 15 minutes. The default names, *.azurestaticapps.net and *.azurewebsites.net, are two domains.
@export()
@description('The domain that the site and the API share, e.g. example.com, and their names in it.')
type portalDomain = {
  registrable: string
  @description('portail: the site is https://portail.example.com.')
  site: string
  @description('api.portail: the API is https://api.portail.example.com.')
  api: string
}

@export()
type scale = {
  @description('Memory of an instance in MB, and with it its cores.')
  instanceMemory: 512 | 2048 | 4096

  @minValue(40)
  @maxValue(1000)
  @description('Bounds what a flood of requests can cost. 40 is the least that the plan takes.')
  maximumInstances: int

  @minValue(0)
  @description('Instances that answer HTTP without a cold start, paid for while they wait.')
  alwaysReady: int
}

@export()
@description('Who gets and sends mails: the settings Mail__* and Inbound__* that have no default.')
type mailSettings = {
  from: string
  serviceDesk: string
  orderDesk: string
  @description('The domain whose mail SendGrid brings back; empty: replies go to the sender.')
  inboundDomain: string
  @description('The public keys that Inbound Parse signs by, as SendGrid shows them; several with spaces between. Empty: no mail is taken.')
  inboundPublicKeys: string
  @description('The same of the Event Webhook.')
  eventPublicKeys: string
}
