// The queues of the app. What it rests on (locks, deliveries, duplicates) is written down in src/Functions/Storage/QueueProperties.cs, and
// tests hold these against it. Duplicate detection cannot be switched on later: a queue without it has to be deleted first.

param name string
param location string
param tags object

@description('Where the results of malware scans come.')
param scanQueue string

resource namespace 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  // Basic knows no duplicate detection; Premium is for a load that Standard does not take.
  sku: { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [
  for queue in ['emails', 'outbox', 'webhooks', scanQueue]: {
    parent: namespace
    name: queue
    properties: {
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: 'PT10M'
      lockDuration: 'PT1M'
      maxDeliveryCount: 10
      maxSizeInMegabytes: 5120
    }
  }
]

output name string = namespace.name
output host string = '${namespace.name}.servicebus.windows.net'
