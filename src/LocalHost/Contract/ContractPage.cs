using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;

namespace Dfm.LocalHost.Contract;

/// <summary>
/// The reference of an app's HTTP API at <c>/local/api</c>: its OpenAPI file (setting <c>LocalHost__Contract</c>) in Swagger UI (the folder of
/// the npm package <c>swagger-ui-dist</c>, setting <c>LocalHost__ContractViewer</c>). Nothing comes from another host. Without both there is none.
/// </summary>
internal static class ContractPage
{
    private const string Page = """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>API reference</title>
        <link rel="stylesheet" href="/local/api/swagger-ui.css"><body><div id="api"></div>
        <script src="/local/api/swagger-ui-bundle.js"></script><script src="/local/api/start.js"></script></body></html>
        """;

    /// <summary>Without a validator, which would be a service of somebody else's.</summary>
    private const string Start =
        "SwaggerUIBundle({ url: '/local/api/contract.yaml', dom_id: '#api', deepLinking: true, docExpansion: 'none', validatorUrl: null });";

    // The viewer writes styles into the page, and some of its icons into them.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static readonly (string Name, string Type)[] ViewerFiles =
        [("swagger-ui.css", "text/css; charset=utf-8"), ("swagger-ui-bundle.js", "text/javascript; charset=utf-8")];

    /// <summary>Maps the page and its files.</summary>
    public static void MapContract(this IEndpointRouteBuilder endpoints, IConfiguration configuration)
    {
        if (configuration["LocalHost:Contract"] is not { Length: > 0 } contract || configuration["LocalHost:ContractViewer"] is not { Length: > 0 } viewer)
            return;
        endpoints.MapGet("/local/api", (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = Policy;
            return Results.Content(Page, "text/html; charset=utf-8");
        });
        endpoints.MapGet("/local/api/start.js", () => Results.Content(Start, "text/javascript; charset=utf-8"));
        endpoints.MapGet("/local/api/contract.yaml", () => FileAt(contract, "application/yaml; charset=utf-8"));
        foreach (var (name, type) in ViewerFiles) endpoints.MapGet($"/local/api/{name}", () => FileAt(Path.Combine(viewer, name), type));
    }

    private static IResult FileAt(string path, string type) =>
        File.Exists(path) ? Results.File(Path.GetFullPath(path), type) : Results.NotFound();
}
