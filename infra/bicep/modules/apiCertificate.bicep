// Binds the API's certificate to its name.

param app string
param host string
param thumbprint string

resource site 'Microsoft.Web/sites@2025-03-01' existing = {
  name: app
}

resource name 'Microsoft.Web/sites/hostNameBindings@2025-03-01' = {
  parent: site
  name: host
  properties: {
    siteName: app
    hostNameType: 'Verified'
    customHostNameDnsRecordType: 'CName'
    sslState: 'SniEnabled'
    thumbprint: thumbprint
  }
}
