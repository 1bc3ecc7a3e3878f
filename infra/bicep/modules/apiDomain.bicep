// The API's own name. DNS must already have a CNAME from it to the default name: Flex Consumption takes no A records and no apex domain.

param app string
param host string
param location string

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
  }
}

// On Flex Consumption a certificate belongs to the site, not to the plan.
resource certificate 'Microsoft.Web/sites/certificates@2025-03-01' = {
  parent: site
  name: host
  location: location
  properties: { canonicalName: host, domainValidationMethod: 'http-token' }
  dependsOn: [name]
}

// The certificate is issued for a name that is bound already, so the binding is written once more.
module secured 'apiCertificate.bicep' = {
  params: { app: app, host: host, thumbprint: certificate.properties.thumbprint }
}
