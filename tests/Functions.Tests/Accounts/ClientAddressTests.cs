using System.Net;
using Dfm.Functions.Accounts.Sessions;
using Dfm.Functions.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Dfm.Functions.Tests.Accounts;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData(0, null, "10.0.0.1")]
    [InlineData(0, "1.2.3.4", "10.0.0.1")] // Nobody of ours wrote the header: it is what the client claims.
    [InlineData(1, "6.6.6.6, 1.2.3.4:5678", "1.2.3.4")]
    [InlineData(2, "6.6.6.6, 1.2.3.4, 10.0.0.2", "1.2.3.4")]
    [InlineData(1, null, "10.0.0.1")]
    [InlineData(1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData(1, "[2001:db8:1:2:9::7]:443", "2001:db8:1:2::")]
    [InlineData(1, "junk", "unknown")]
    public void TheClientsAddress_IsTheOneThatOurOwnProxiesSaw(int hops, string? forwardedFor, string expected)
    {
        var http = new DefaultHttpContext { Connection = { RemoteIpAddress = IPAddress.Parse("::ffff:10.0.0.1") } };
        if (forwardedFor is not null) http.Request.Headers["X-Forwarded-For"] = forwardedFor;

        Assert.Equal(expected, new ClientAddress(Options.Create(new AuthOptions { ForwardedHops = hops })).Of(http.Request));
    }
}
