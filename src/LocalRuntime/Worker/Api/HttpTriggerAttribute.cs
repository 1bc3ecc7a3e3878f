using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for HTTP requests; the parameter is a <see cref="AspNetCore.Http.HttpRequest"/>.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, a function key needed in Azure.</summary>
    public HttpTriggerAttribute()
        : this(AuthorizationLevel.Function)
    {
    }

    /// <summary>These methods, a function key needed in Azure.</summary>
    /// <param name="methods">HTTP methods in any case.</param>
    public HttpTriggerAttribute(params string[] methods)
        : this(AuthorizationLevel.Function, methods)
    {
    }

    /// <summary>Any method.</summary>
    /// <param name="authLevel">Which key a caller needs in Azure.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>These methods.</summary>
    /// <param name="authLevel">Which key a caller needs in Azure.</param>
    /// <param name="methods">HTTP methods in any case.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
        : this(authLevel) => Methods = methods;

    /// <summary>Which key a caller needs in Azure.</summary>
    public AuthorizationLevel AuthLevel { get; }

    /// <summary>The HTTP methods; null for any.</summary>
    public string[]? Methods { get; }

    /// <summary>An ASP.NET Core route template below the prefix of host.json; null for the function's name.</summary>
    public string? Route { get; set; }
}
